import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CONDITION_MEASURES, parseFailOn } from '../../lib/results/fail-on';

const parse = (text: string) => parseFailOn(text).map(({ subject, measure, comparator, threshold, ofArrived }) => (
  { subject, measure, comparator, threshold, ofArrived }
));
const plain = { subject: undefined, ofArrived: false };

function messageOf(text: string): string {
  try {
    parseFailOn(text);
  } catch (error) {
    expect((error as Error).name).toBe('UserError');
    return (error as Error).message;
  }
  throw new Error(`'${text}' was accepted`);
}

describe('conditions', () => {
  it('are read as the documentation shows them', () => {
    expect(parse('p99>300ms, flaps>2/h, back-to-min>20m, killed>0')).toEqual([
      { ...plain, measure: 'p99', comparator: '>', threshold: 0.3 },
      { ...plain, measure: 'flaps', comparator: '>', threshold: 2 },
      { ...plain, measure: 'back-to-min', comparator: '>', threshold: 1200 },
      { ...plain, measure: 'killed', comparator: '>', threshold: 0 },
    ]);
  });

  it.each([
    ['slo < 99.5%', 0.995], ['slo<0.995', 0.995], ['p50>=1.5s', 1.5], ['p50>.5 s', 0.5], ['flaps>1/m', 60], ['flaps>48/d', 2], ['replica-hours>2d', 48],
    ['replica-hours>40', 40], ['optimum-ratio>1.5x', 1.5], ['cost>12', 12], ['back-to-min>1h', 3600], ['peak-replicas==8', 8], ['p99>20us', 2e-5],
  ])('convert the unit of %s', (text, threshold) => {
    expect(parseFailOn(text)[0].threshold).toBeCloseTo(threshold, 12);
  });

  it('take a share of the requests that arrived', () => {
    expect(parse('killed>0.1%')).toEqual([{ ...plain, measure: 'killed', comparator: '>', threshold: 0.001, ofArrived: true }]);
  });

  it.each(['web:p99>1s', 'web : p99 > 1s', ' web:  p99>1s '])('name a workload: %s', (text) => {
    expect(parse(text)).toEqual([{ ...plain, subject: 'web', measure: 'p99', comparator: '>', threshold: 1 }]);
  });

  it('name a workload by its id', () => {
    expect(parseFailOn('shop/Deployment/web:killed>0')[0].subject).toBe('shop/Deployment/web');
  });

  it('may stand on lines of their own, with a comma at the end', () => {
    expect(parseFailOn('p99>1s;\nkilled>0,\n')).toHaveLength(2);
  });

  it.each([
    ['p98>300ms', "unknown measure 'p98'; use one of arrived, served", '  p98>300ms\n  ^^^'],
    ['killed>0, web:p98>300ms', "unknown measure 'p98'", '  killed>0, web:p98>300ms\n                ^^^'],
    ['>3', 'a measure is missing', '  >3\n  ^'],
    ['p99', 'p99 has no comparator and value; use one of >, >=, <, <=, =', '  p99\n     ^'],
    ['p99 !> 3s', "'!>' is not a comparator", '  p99 !> 3s\n      ^^'],
    ['p99>', 'a quantity is missing; p99 takes 300ms, 1.5s, 20m or 1h', '  p99>\n      ^'],
    ['p99>300', "'300' has no unit; p99 takes 300ms", '  p99>300\n      ^^^'],
    ['p99>3 parsecs', "'parsecs' is not a unit of p99", '  p99>3 parsecs\n      ^^^^^^^^^'],
    ['p99>-3s', "'-3s' is not a quantity", '  p99>-3s\n      ^^^'],
    ['flaps>2', "'2' has no unit; flaps takes 2/h or 0.1/m", '  flaps>2\n        ^'],
    ['slo<99', "'99' is above 100 %; slo takes 99.5% or 0.995", '  slo<99\n      ^^'],
    ['killed>0,\np99>3x', "'x' is not a unit of p99", '  p99>3x\n      ^^'],
    ['p99 300ms', "'300ms' is not a comparator", '  p99 300ms'],
    ['p99=300ms', "'=' asks if p99 is exactly a value, which what is measured hardly ever is; use one of >, >=, <, <=", '  p99=300ms\n     ^'],
    [' , ', 'no condition in', ''],
  ])('point at what is wrong: %j', (text, message, pointer) => {
    expect(messageOf(text)).toContain(message);
    expect(messageOf(text)).toContain(pointer);
  });

  it('are either read or refused with a message for the user, whatever the text', () => {
    const part = fc.constantFrom('p99', 'killed', 'slo', 'web', ':', '>', '<=', '=', '!', '300', 'ms', '%', '/h', ' ', ',', '\n', '.', '-', 'constructor', '__proto__');
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''))), (text) => {
      try {
        expect(parseFailOn(text).length).toBeGreaterThan(0);
      } catch (error) {
        expect((error as Error).name).toBe('UserError');
      }
    }), { seed: 3, numRuns: 500 });
  });

  it('have every measure in the documentation, with its meaning', () => {
    const page = readFileSync(join(__dirname, '../../docs/simulator.md'), 'utf8');
    const missing = CONDITION_MEASURES.filter(({ name, meaning }) => !new RegExp(`^\\| \`${name}\` \\|.*\\| ${meaning} \\|$`, 'm').test(page));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('have one name for each measure', () => {
    const names = CONDITION_MEASURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
