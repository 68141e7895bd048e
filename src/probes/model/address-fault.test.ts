import assert from "node:assert/strict";
import { test } from "node:test";
import { addressFault } from "./address-fault.ts";

test("where machines keep their own credentials nothing is sent, in whatever form the address is written", () => {
  const never = [
    "169.254.169.254",
    "169.254.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "0:0:0:0:0:ffff:a9fe:a9fe",
    "::169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::169.254.169.254",
    "2002:a9fe:a9fe::1",
    "2001:0:a9fe:a9fe::1",
    "2001:0:1:2:3:4:5601:5601",
    "fe80::5efe:169.254.169.254",
    "2a00::5efe:a9fe:a9fe",
    "not an address",
    "",
  ];
  for (const address of never) assert.notEqual(addressFault(address, "all"), undefined, address);
});

test("hosts of one's own network may be asked unless the setting says public addresses only", () => {
  const inside = [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.0.9",
    "100.64.0.1",
    "::1",
    "fd12::1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
  ];
  for (const address of inside) {
    assert.equal(addressFault(address, "all"), undefined, address);
    assert.notEqual(addressFault(address, "public"), undefined, address);
  }
  for (const address of ["93.184.216.34", "2606:2800:220:1::1", "172.32.0.1", "::ffff:93.184.216.34"]) {
    assert.equal(addressFault(address, "public"), undefined, address);
  }
});
