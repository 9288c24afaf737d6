import { describe, expect, it } from "vitest";
import { grantEgress, parseEndpointUrl } from "../../../../main/core/endpoint/egress.ts";
import { errorCode } from "../../../helpers/api.ts";

const grant = (url: string, allowPlainHttp = false) =>
  errorCode(Promise.resolve().then(() => grantEgress(parseEndpointUrl(url), { allowPlainHttp })));

describe("the egress guard", () => {
  it("allows this machine, and pins the address", async () => {
    expect(await grantEgress(parseEndpointUrl("http://127.0.0.1:8080"), { allowPlainHttp: false })).toMatchObject({
      address: "127.0.0.1",
    });
    expect(await grant("http://localhost:8080")).toBe("no error");
    expect(await grant("http://[::1]:8080")).toBe("no error");
    expect(await grant("http://0177.0.0.1/")).toBe("no error");
  });

  it("never connects to link-local, metadata, unspecified or multicast addresses, in whatever spelling", async () => {
    const refused = [
      "http://169.254.169.254/",
      "http://[::ffff:169.254.169.254]/",
      "http://0xA9FEA9FE/",
      "http://2852039166/",
      "https://[fe80::1]/",
      "http://0.0.0.0:8080/",
      "https://224.0.0.1/",
      "https://100.100.100.200/",
      "https://[fd00:ec2::254]/",
    ];
    for (const url of refused) expect(await grant(url, true), url).toBe("ENDPOINT_FORBIDDEN");
  });

  it("sends mail over plain HTTP beyond this machine only after an explicit yes", async () => {
    expect(await grant("http://10.1.2.3:8000")).toBe("ENDPOINT_FORBIDDEN");
    expect(await grant("http://10.1.2.3:8000", true)).toBe("no error");
    expect(await grant("https://10.1.2.3:8000")).toBe("no error");
  });

  it("refuses other schemes, passwords in addresses and nonsense", async () => {
    for (const url of [
      "file:///etc/passwd",
      "data:text/plain,hello",
      "ftp://127.0.0.1/",
      "http://user:pw@127.0.0.1/",
      "http://",
    ]) {
      expect(await grant(url), url).toBe("INVALID_INPUT");
    }
  });

  it("says that a name cannot be found", async () => {
    expect(await grant("https://no-such-host.invalid/")).toBe("ENDPOINT_DOWN");
  });
});
