import fc from 'fast-check';
import { terminalChart } from '../../lib/report/terminal-chart';
import { terminalOf } from '../../lib/report/terminal';

const ramp = Float64Array.from({ length: 100 }, (_, i) => i);

describe('a chart in the terminal', () => {
  it('draws a ramp from corner to corner, in ASCII where nothing else is possible', () => {
    expect(terminalChart([{ label: 'load', values: ramp }], { title: 'web', width: 30, height: 4, ascii: true, timeLabels: ['09:00', '10:00'] })).toBe([
      'web   . load',
      '    100 |                ....',
      '        |          .......',
      '     50 |    .......',
      '      0 |.....',
      '        +--------------------',
      '         09:00          10:00',
    ].join('\n'));
  });

  it('keeps a peak of one second, where it is asked to', () => {
    const peak = new Float64Array(1000);
    peak[500] = 80;
    const draw = (keep: 'mean' | 'highest') => terminalChart([{ label: 'p', values: peak, keep }], { title: '', width: 40, height: 4, ascii: true, timeLabels: [''] });
    expect(draw('highest')).toContain('     80 |');
    expect(draw('mean')).toContain('    2.5 |');
  });

  it('puts the legend on a line of its own where the title leaves no room', () => {
    const rows = terminalChart([{ label: 'demand', values: ramp }], { title: 'a name that is longer', width: 30, timeLabels: [''] }).split('\n');
    expect(rows.slice(0, 2)).toEqual(['a name that is longer', '━ demand']);
  });

  it('leaves a gap where there is no value', () => {
    const rows = terminalChart([{ label: 'p', values: [1, NaN, 1] }], { title: '', width: 40, height: 2, ascii: true, timeLabels: [''] }).split('\n');
    expect(rows[1]).toMatch(/\|\.+ {9,}\.+$/);
  });

  it('fits the width, whatever is drawn', () => {
    const values = fc.array(fc.oneof(fc.double({ min: 0, max: 1e6 }), fc.constant(NaN)), { maxLength: 50 });
    fc.assert(fc.property(fc.array(values, { minLength: 1, maxLength: 3 }), fc.integer({ min: 30, max: 120 }), fc.boolean(), (all, width, ascii) => {
      const chart = terminalChart(all.map((each, i) => ({ label: `${i}`, values: each })), { title: 't', width, ascii, timeLabels: ['00:00', '12:00', '24:00'] });
      for (const row of chart.split('\n')) expect(row.length).toBeLessThanOrEqual(width);
      if (ascii) expect(chart).toMatch(/^[\x20-\x7e\n]*$/);
    }), { seed: 2, numRuns: 60 });
  });

  it('has no colour unless allowed', () => {
    const options = { title: 'web', timeLabels: [''], width: 40 };
    expect(terminalChart([{ label: 'p', values: ramp }], options)).not.toContain('\x1b');
    expect(terminalChart([{ label: 'p', values: ramp }], { ...options, color: true })).toContain('\x1b[36m');
  });
});

describe('capabilities of a terminal', () => {
  const tty = { isTTY: true, columns: 100 };

  it('is coloured on a terminal unless NO_COLOR is set', () => {
    expect(terminalOf(tty, { LANG: 'en_US.UTF-8' })).toEqual({ width: 100, color: true, ascii: false });
    expect(terminalOf(tty, { NO_COLOR: '1' }).color).toBe(false);
    expect(terminalOf(tty, { NO_COLOR: '' }).color).toBe(true);
    expect(terminalOf({}, {})).toEqual({ width: 80, color: false, ascii: false });
  });

  it('is ASCII on a dumb terminal and in a locale without UTF-8', () => {
    expect(terminalOf(tty, { TERM: 'dumb' })).toMatchObject({ ascii: true, color: false });
    expect(terminalOf(tty, { LC_ALL: 'POSIX' }).ascii).toBe(true);
  });

  it('is between 40 and 160 characters wide', () => {
    expect([terminalOf({ columns: 10 }, {}).width, terminalOf({ columns: 500 }, {}).width]).toEqual([40, 160]);
  });
});
