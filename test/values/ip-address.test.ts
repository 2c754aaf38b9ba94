import fc from 'fast-check';
import * as net from 'node:net';
import { isInRange, isIP, isIPv4, isIPv6, parseAddressRange } from '../../lib/values/ip-address';

const octet = fc.integer({ min: 0, max: 260 }).map(String);
const ipv4 = fc.array(octet, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
const group = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)) },
  fc.constantFrom('', '0', '00000', '0db8', 'g', ':', 'FFFF', '1.2.3.4', '1.2.3.256', '01.2.3.4'),
);
const ipv6 = fc.array(group, { minLength: 1, maxLength: 9 }).map((groups) => groups.join(':'));
const zone = fc.constantFrom('', '', '', '', '%eth0', '%', '%a%b', '%1.2', '%a_b');
const text = fc.oneof(ipv4, ipv4.map((address) => `::ffff:${address}`), fc.tuple(ipv6, zone).map((parts) => parts.join('')), fc.string({ unit: fc.constantFrom(...'01f:.%/x '), maxLength: 20 }));
const valid = fc.oneof(fc.ipV4(), fc.ipV6());

test('isIP agrees with Node on addresses and look-alikes', () => {
  fc.assert(fc.property(fc.oneof(text, valid), (address) => {
    expect([isIP(address), isIPv4(address), isIPv6(address)]).toEqual([net.isIP(address), net.isIPv4(address), net.isIPv6(address)]);
  }), { numRuns: 1000 });
});

test.each([
  '::', '::1', '1::', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:1.2.3.4', '::1.2.3.4', '1::1.2.3.4', '1:2:3:4:5::1.2.3.4', 'fe80::1%eth0',
  '', ':', ':::', '1:2', '1:2:3:4:5:6:7:8:9', '1::2::3', ':1:2:3:4:5:6:7', '1.2.3.4::', '1:2:3:4:5:6:7:1.2.3.4', '1:2:3:4:5:6:7:8::', '12345::', '1.2.3', '01.2.3.4', '1.2.3.4 ',
])("isIP agrees with Node on '%s'", (address) => {
  expect(isIP(address)).toBe(net.isIP(address));
});

test('isInRange agrees with Node on two addresses of one version', () => {
  const near = fc.tuple(valid, fc.nat(128), fc.nat(15)).map(([address, bits, change]) => (
    { range: { address, bits: Math.min(bits, net.isIPv6(address) ? 128 : 32) }, address: address.slice(0, -1) + change.toString(16) }
  ));
  const any = fc.tuple(valid, valid, fc.nat(128)).map(([one, other, bits]) => (
    { range: { address: one, bits: Math.min(bits, net.isIPv6(one) ? 128 : 32) }, address: other }
  ));
  fc.assert(fc.property(fc.oneof(near, any), ({ range, address }) => {
    fc.pre(net.isIP(address) === net.isIP(range.address));
    const family = net.isIPv6(address) ? 'ipv6' : 'ipv4';
    const list = new net.BlockList();
    list.addSubnet(range.address, range.bits, family);
    expect(isInRange(address, range)).toBe(list.check(address, family));
  }), { numRuns: 700 });
});

test('an address is in no range of the other version', () => {
  expect(isInRange('10.0.0.1', { address: '::', bits: 0 })).toBe(false);
  expect(isInRange('::a00:1', { address: '10.0.0.0', bits: 8 })).toBe(false);
});

test('a range is an address and a length of its prefix', () => {
  expect(parseAddressRange('10.0.0.0/8')).toEqual({ address: '10.0.0.0', bits: 8 });
  expect(parseAddressRange('fd00::/128')).toEqual({ address: 'fd00::', bits: 128 });
  const wrong = ['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', 'fd00::/129', '10.0.0/8', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/0x8', 'fe80::1%eth0/64', ''];
  expect(wrong.filter((range) => parseAddressRange(range) !== undefined)).toEqual([]);
});
