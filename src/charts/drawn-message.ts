/** What the drawing thread answers, one for each chart it is sent, in their order. */
export type DrawnMessage =
  | { readonly kind: "drawn"; readonly png: Uint8Array }
  | { readonly kind: "failed"; readonly error: unknown };
