import { Questions } from '../../../lib/recording';
import { nativeHistogram } from '../../../lib/recording/histogram';
import { PrometheusClient } from '../../../lib/traffic/prometheus-client';
import { missingPrometheus, PrometheusOnLoopback } from '../../support/prometheus-on-loopback';
import { NativeExporter, PER_BUCKET } from './native-exporter';

const reason = missingPrometheus();
const run = reason ? test.skip : test;
if (reason) process.stdout.write(`skipped: ${reason}\n`);

run('native histograms are scraped, asked for and become cumulative rates', async () => {
  const exporter = await NativeExporter.start();
  const prometheus = await PrometheusOnLoopback.scraping(exporter.port);
  try {
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    const end = Math.floor(Date.now() / 1000);
    const range = { start: end - 3, step: 1, points: 3 };
    const questions = new Questions(new PrometheusClient({ url: `http://127.0.0.1:${prometheus.port}` }));
    const query = 'sum(rate(native_seconds[5s]))';
    const [total] = await questions.range(`histogram_count(${query})`, range);
    const { bounds, rates } = nativeHistogram(await questions.histograms(query, range), total.values, 1, query)!;
    expect(bounds).toEqual([0.5, 1, Infinity]);
    for (const point of [0, 1, 2]) {
      // rate() extrapolates over the five seconds: on a busy machine a late scrape weighs a fifth.
      expect(Math.abs(rates[0][point] / PER_BUCKET - 1)).toBeLessThan(0.5);
      expect(rates[1][point] / rates[0][point]).toBeCloseTo(2, 5);
      expect(rates[2][point] / rates[0][point]).toBeCloseTo(2, 5);
    }
  } finally {
    await prometheus.stop();
    exporter.stop();
  }
}, 60_000);
