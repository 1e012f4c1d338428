/** Four numbers of an IPv4 address. */
export type Four = readonly [number, number, number, number];

export const hex = (value: number, width = 0): string => value.toString(16).padStart(width, "0");
const whole = ([a, b, c, d]: Four): number => a * 2 ** 24 + b * 2 ** 16 + c * 256 + d;

/** All the ways of writing one IPv4 address that a URL takes. */
export const FORMS: readonly ((four: Four) => string)[] = [
  (four) => four.join("."),
  (four) => String(whole(four)),
  (four) => `0x${hex(whole(four))}`,
  (four) => `0${whole(four).toString(8)}`,
  (four) => four.map((each) => `0${each.toString(8)}`).join("."),
  (four) => four.map((each) => `0x${hex(each)}`).join("."),
  ([a, b, c, d]) => `${a}.${b * 65_536 + c * 256 + d}`,
  ([a, b, c, d]) => `${a}.${b}.${c * 256 + d}`,
  (four) => `${four.join(".")}.`,
  (four) => `[::ffff:${four.join(".")}]`,
  ([a, b, c, d]) => `[0:0:0:0:0:ffff:${hex(a * 256 + b)}:${hex(c * 256 + d)}]`,
  (four) => `[::${four.join(".")}]`,
  (four) => `[64:ff9b::${four.join(".")}]`,
  ([a, b, c, d]) => `[2002:${hex(a, 2)}${hex(b, 2)}:${hex(c, 2)}${hex(d, 2)}::1]`,
  (four) => four.join(".").replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  (four) => four.join("。"),
];

/** One of each kind: loopback, this network, private, shared, link-local with the clouds' metadata, multicast, reserved. */
const INSIDE: readonly Four[] = [
  [127, 0, 0, 1],
  [0, 0, 0, 0],
  [10, 0, 0, 7],
  [172, 16, 0, 1],
  [172, 31, 255, 255],
  [192, 168, 1, 1],
  [100, 64, 0, 1],
  [169, 254, 169, 254],
  [198, 18, 0, 1],
  [224, 0, 0, 1],
  [255, 255, 255, 255],
];

const INSIDE_IPV6 = [
  "[::1]",
  "[::]",
  "[fe80::1]",
  "[fec0::1]",
  "[fc00::1]",
  "[fd12:3456::1]",
  "[ff02::1]",
  "[2001:db8::1]",
];

/** Hosts of URLs that lie inside, each in all its forms. */
export const insideHosts = (): readonly string[] => [
  ...INSIDE.flatMap((four) => FORMS.map((form) => form(four))),
  ...INSIDE_IPV6,
  "0",
  "127.1",
  "0x7f.1",
];
