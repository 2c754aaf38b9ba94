import { goBool, goDuration, goFloat, goInteger, goUrl, isGoQuery, isGoRegexp, jsonNumber, kedaDuration } from '../../../lib/keda/scaler/go-values';
import { isLabelSelector } from '../../../lib/keda/scaler/label-selector-text';

test.each([['true', true], ['T', true], ['1', true], ['False', false], ['0', false], ['yes', undefined], ['tRue', undefined], ['', undefined]])('goBool(%s) is %s', (text, value) => {
  expect(goBool(text)).toBe(value);
});

test.each([
  ['5', 'int64', 5], ['-5', 'int64', -5], ['05', 'int64', undefined], ['+5', 'int64', undefined], ['5.0', 'int64', undefined], ['1e3', 'int64', undefined],
  ['9223372036854775808', 'int64', undefined], ['3000000000', 'int32', undefined], ['-1', 'uint32', undefined], ['4294967295', 'uint32', 4294967295],
  ['1e3', 'float64', 1000], ['.5', 'float64', undefined], ['5.', 'float64', undefined], ['1e999', 'float64', undefined], ['Infinity', 'float64', undefined], ['null', 'float64', undefined],
] as const)('jsonNumber(%s, %s) is %s', (text, type, value) => expect(jsonNumber(text, type)).toBe(value));

test.each([['+5', 5], ['-7', -7], ['5.0', undefined], ['', undefined], ['3000000000', undefined]])('goInteger(%s) of 32 bits is %s', (text, value) => expect(goInteger(text, 32)).toBe(value));

test.each([['5', 5], ['.5', 0.5], ['5.', 5], ['+1e2', 100], ['0x1p4', 16], ['0x1', undefined], ['x', undefined], ['1e999', undefined], ['-Inf', -Infinity],
  ['1_0', 10], ['1_0.0_1', 10.01], ['1__0', undefined], ['_1', undefined], ['1_', undefined], ['1_.5', undefined], ['1_e5', undefined], ['0x_1p1', 2], ['0x1_0p1', 32], ['in_f', undefined]])('goFloat(%s) is %s', (text, value) => {
  expect(goFloat(text)).toBe(value);
});

test.each([['30s', 30], ['1h30m', 5400], ['1.5h', 5400], ['-1s', -1], ['0', 0], ['100ms', 0.1], ['1d', undefined], ['5', undefined], ['', undefined]])('goDuration(%s) is %s', (text, value) => {
  expect(goDuration(text)).toBe(value);
});

test.each([['30s', 30], ['1000', 1], ['+3', 0.003], ['-1s', undefined], ['-5', undefined], ['1d', undefined]])('kedaDuration(%s) is %s', (text, value) => expect(kedaDuration(text)).toBe(value));

test.each([
  ['http://a:1/b', false, 'http'], ['a', false, ''], ['a', true, undefined], ['', true, undefined], ['/a', true, ''], ['a:b', true, undefined], ['a:b', false, 'a'], [':a', false, undefined],
  ['1a:b', false, undefined], ['http://a b/', false, undefined], ['http://a:x/', false, undefined], ['http://a/%zz', false, undefined], ['http://[::1]:80/', false, 'http'], ['amqp://u:p@h:1/', false, 'amqp'],
])('goUrl(%s) of a request: %s has the scheme %s', (text, request, scheme) => expect(goUrl(text, request)?.scheme).toBe(scheme));

test.each([['a=b', true], ['a=%20', true], ['a=%zz', false], ['a;b', false]])('isGoQuery(%s) is %s', (text, value) => expect(isGoQuery(text)).toBe(value));

test.each([['^a.*$', true], ['a(?=b)', false], ['(', false], ['(?P<a>b)', true], ['(a)\\1', false]])('isGoRegexp(%s) is %s', (text, value) => expect(isGoRegexp(text)).toBe(value));

test.each([
  ['app=web', true], ['app in (a, b),tier!=db', true], ['!app', true], ['app', true], ['', true], ['x>5', true], ['a.b/c=d', true],
  ['app==', true], ['=x', false], ['a b', false], ['app notin (a', false], ['x>y', false], ['-a=b', false], ['a=b c', false], ['A_b/c', false],
])('isLabelSelector(%s) is %s', (text, value) => expect(isLabelSelector(text)).toBe(value));
