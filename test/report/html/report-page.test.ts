import { parseFailOn } from '../../../lib/results/fail-on';
import { renderHtml } from '../../../lib/report/html/report-page';
import { summarize } from '../../../lib/results/summarize';
import { judge } from '../../../lib/results/verdict';
import { simulate } from '../../../lib/simulator/engine/simulate';
import { type Recording } from '../../../lib/recording/recording';
import { reportData } from '../../../lib/report/html/report-data';
import { sampleRun, sampleWorkload, sampleWorld } from '../sample-run';

const HOSTILE = '</script><img src=x onerror=alert(1)>';

describe('the page', () => {
  const summary = summarize(sampleRun());
  const page = renderHtml(sampleRun(), { summary, verdicts: judge(parseFailOn('p99>300ms, killed>0'), [summary]) });

  it('makes no network request, and allows only its own script', () => {
    const own = page.replace(/<script>[^]*?<\/script>|<style>[^]*?<\/style>/g, '');
    expect(own).not.toMatch(/(src|href)="(?!#|data:)/);
    expect(own).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;; img-src data:; script-src &#39;sha256-/);
    expect(own).not.toMatch(/ on\w+=/);
  });

  it('is small', () => {
    expect(page.length).toBeLessThan(300_000);
  });

  it('shows figures, conditions and every scaling with the controller\'s reason without a script', () => {
    const own = page.replace(/<script[^]*?<\/script>/g, '');
    const { events } = sampleRun().workloads[0];
    expect(events.length).toBeGreaterThan(2);
    for (const { from, to } of events) expect(own).toContain(`<td>${from} → ${to}</td>`);
    expect(own).toContain('cpu resource utilization (percentage of request) above target');
    expect(own).toContain('<th scope="row">p99&#62;300ms</th>');
    expect(own).toContain('MISSED');
    expect(own).toContain('SLO missed: no ratio to the optimum');
  });

  it('begins with the conclusion, and has missed minutes, the time at the maximum, the cost with its currency and the distribution of latencies', () => {
    const own = renderHtml(sampleRun(), { summary, currency: 'EUR' }).replace(/<script[^]*?<\/script>/g, '');
    expect(own.indexOf('SLO MISSED: ')).toBeGreaterThan(0);
    expect(own.indexOf('SLO MISSED: ')).toBeLessThan(own.indexOf('Assumed ('));
    expect(own).toMatch(/<dt>missed minutes<\/dt><dd>\d+<small>of 30<\/small>/);
    expect(own).toMatch(/<dt>time at maximum<\/dt>/);
    expect(own).toMatch(/<dt>cost<\/dt><dd>[\d.]+ EUR<\/dd>/);
    expect(own).toMatch(/<figcaption>web: half within \d+ ms, 99 % within .*; [\d.]+ % of the answered requests within the 500 ms of the SLO\.<\/figcaption>/);
    expect(own.match(/<rect class="(?:timely|late)"/g)).toHaveLength(30);
  });

  it('draws the replicas of a recording beside the simulated ones', () => {
    const recorded: Recording = {
      startEpochSeconds: Date.UTC(2026, 0, 5, 8, 50) / 1000, stepSeconds: 60, points: 60, remarks: [],
      workloads: [{
        name: 'web', apiVersion: 'apps/v1', kind: 'Deployment', policies: [], events: [], remarks: [],
        series: [{ name: 'replicas-ready', unit: 'pods', source: 'test', values: Float64Array.from({ length: 60 }, (_, i) => (i === 11 ? NaN : i)) }],
      }],
    };
    const [{ seconds, recorded: drawn }] = reportData(sampleRun(), recorded).data.workloads;
    expect([0, 30, 60, 119, 120].map((second) => drawn![seconds.indexOf(second)])).toEqual([10, 10, null, null, 12]);
    expect(reportData(sampleRun()).data.workloads[0].recorded).toBeNull();
  });

  it('names each chart for those who do not see it, and has the same as a table', () => {
    expect(page.match(/role="group" aria-label="Chart: [^"]+ of web; [^"]+ peaks at [^"]+\. The same figures follow as a table\."/g)).toHaveLength(4);
    expect(page).toContain('<caption>web over time, the highest of each row&#39;s span</caption>');
  });

  it('escapes the names of others wherever they stand', () => {
    const workload = sampleWorkload({ id: `shop/Deployment/${HOSTILE}`, name: HOSTILE });
    const flow = { ...sampleWorld().flows[0], name: HOSTILE, stages: [{ workload: workload.id }] };
    const run = simulate(sampleWorld({ durationSeconds: 60, workloads: [workload], flows: [flow], assumptions: [HOSTILE] }));
    const hostile = renderHtml(run, { title: HOSTILE });
    expect(hostile).not.toContain('<img');
    expect(hostile.match(/<\/script>/g)).toHaveLength(4);
    expect(JSON.parse(/id="data">([^]*?)<\/script>/.exec(hostile)![1]).workloads[0].name).toBe(HOSTILE);
  });

  it('says that the service is unknown, and that series were downsampled', () => {
    const run = simulate(sampleWorld({
      durationSeconds: 7200, workloads: [sampleWorkload({ serviceState: 'assumed' })],
      flows: [{ ...sampleWorld().flows[0], traffic: { kind: 'requests', at: Float64Array.of(1) } }],
    }));
    const long = renderHtml(run);
    expect(long).toContain('<li class="warn">unknown service: relative figures only</li>');
    expect(long).toContain('Each line keeps the lowest and the highest value of every 6 s.');
    expect(long).toContain('The replica count never changed.');
  });
});
