/** Node's codes for a connection that failed before anything was said over it: the certificate, or what TLS itself found wrong. */
const CODES = /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;

/** Whether the code of a system error says that TLS was not set up, so that the request was certainly not sent. */
export const isTlsFailure = (code: string): boolean => CODES.test(code);
