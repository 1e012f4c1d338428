import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPublicAddress, PrivateAddressError, publicLookup } from "./public-address.ts";

describe("an address on the public internet", () => {
  test.each([
    "1.1.1.1",
    "8.8.8.8",
    "172.15.255.255",
    "172.32.0.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
  ])("%s is", (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "2002:7f00:1::",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::1",
    "64:ff9b:1::8.8.8.8",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:0:127.0.0.1",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
    "fec0::1",
    "192.0.0.8",
    "localhost",
    "",
    "1.2.3",
  ])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));

  test("an IPv4 address is as public as the same one inside IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        for (const prefix of ["::ffff:", "64:ff9b::"])
          expect(isPublicAddress(`${prefix}${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });
});

describe("a name is resolved for a connection", () => {
  const resolving = (addresses: readonly string[]) =>
    publicLookup(((_host: string, _options: unknown, done: (error: null, all: unknown) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      )) as never);
  const ask = (addresses: readonly string[], all: boolean) =>
    new Promise((resolve, reject) =>
      resolving(addresses)("news.example", { all }, (error, address) => (error ? reject(error) : resolve(address))),
    );

  test("to a public address, in the form that was asked for", async () => {
    expect(await ask(["8.8.8.8"], false)).toBe("8.8.8.8");
    expect(await ask(["8.8.8.8"], true)).toEqual([{ address: "8.8.8.8", family: 4 }]);
  });

  test("not to a private one, even beside a public one", async () => {
    await expect(ask(["127.0.0.1"], false)).rejects.toBeInstanceOf(PrivateAddressError);
    await expect(ask(["8.8.8.8", "10.0.0.1"], true)).rejects.toBeInstanceOf(PrivateAddressError);
    await expect(ask([], true)).rejects.toBeInstanceOf(PrivateAddressError);
  });
});
