/** Size of a picture in pixels: 600 x 337.5 points at twice the density; 16:9 is shown uncropped on every platform. */
export const WIDTH = 1200;
export const HEIGHT = 675;
export const MARGIN = 48;

export const FONT = "Roboto";

/** Text sizes in pixels. A phone shows the picture at about a third of its width, so 26 is the smallest that can be read there. */
export const SIZE = { title: 44, figure: 46, label: 28, small: 26 } as const;

/** A background of its own, since a chat may be dark or light. Text has a contrast of at least 7:1 on it. */
export const COLOR = { background: "#10151d", text: "#eef2f7", muted: "#a9b4c2", grid: "#2a3442" } as const;

/**
 * One look per series, so that no two depend on colour alone: hues from Okabe and Ito's set for colour-blind readers
 * (jfly.uni-koeln.de/color), lightened for a dark background, and another dash from the fourth on.
 */
export const LOOKS = [
  { color: "#56b4e9", dash: "solid" },
  { color: "#f0a202", dash: "solid" },
  { color: "#3fcf9f", dash: "solid" },
  { color: "#f0e442", dash: [14, 8] },
  { color: "#ee93c7", dash: [14, 8] },
  { color: "#dfe6ee", dash: [4, 7] },
] as const;

/** Sky blue and orange of the same set: apart for every kind of colour blindness, as green and red are not. */
export const RISE_AND_FALL = { rise: "#56b4e9", fall: "#f0a202" } as const;

/**
 * Grounds of a heat map's cells, from the largest fall over none to the largest rise; light text has a contrast of at least
 * 4.5:1 on each. Where nobody knows the change, a grey that is none of them.
 */
export const HEAT = { fall: "#a35700", none: "#2b3442", rise: "#1f6fb2", unknown: "#5d646d" } as const;

/** Lines over a price: apart from the price's own colours, and each with a dash of its own. */
export const STUDY_LOOKS = [
  { color: "#3fcf9f", dash: "solid" },
  { color: "#f0e442", dash: [16, 8] },
  { color: "#ee93c7", dash: [4, 7] },
  { color: "#dfe6ee", dash: [16, 6, 4, 6] },
] as const;

/** Parts of a whole, beside each other in this order; what is joined as "other" is grey. */
export const PARTS = ["#56b4e9", "#f0a202", "#3fcf9f", "#f0e442", "#ee93c7", "#dfe6ee", "#b9a0f5", "#e58a6f"] as const;
