import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Labels, METRIC_NAME } from '../../lib/promql';

/** One series of recorded samples. */
export interface RecordedSeries {
  readonly labels: Labels;
  readonly samples: ReadonlyArray<readonly [seconds: number, value: number]>;
}

/** One series of an answer. */
export interface AnsweredSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: ReadonlyArray<readonly [seconds: number, value: string]>;
}

/** Why there is no Prometheus here; undefined where there is one. */
export function missingPrometheus(): string | undefined {
  const absent = ['prometheus', 'promtool'].filter((name) => spawnSync(name, ['--version']).status !== 0);
  return absent.length > 0 ? `${absent.join(' and ')} not found; run scripts/install-servers.sh` : undefined;
}

/** A real Prometheus on loopback, over recorded samples and with no target of its own. */
export class PrometheusOnLoopback {
  public static async start(series: readonly RecordedSeries[]): Promise<PrometheusOnLoopback> {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    writeFileSync(join(folder, 'samples.om'), openMetrics(series));
    writeFileSync(join(folder, 'prometheus.yml'), '{}');
    execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'samples.om'), join(folder, 'data')], { stdio: 'ignore' });
    return PrometheusOnLoopback.over(folder);
  }

  /** A real Prometheus that scrapes a port of this machine every second, native histograms included. */
  public static async scraping(port: number): Promise<PrometheusOnLoopback> {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const job = { job_name: 'own', scrape_interval: '1s', scrape_timeout: '1s', static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({ scrape_configs: [job] }));
    return PrometheusOnLoopback.over(folder, ['--enable-feature=native-histograms']);
  }

  /**
   * A real Prometheus that scrapes every second what a file of targets lists, which it follows, and some ports of this
   * machine.
   */
  public static async discovering(targets: string, ports: readonly number[]): Promise<PrometheusOnLoopback> {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const every = { scrape_interval: '1s', scrape_timeout: '1s' };
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({
      scrape_configs: [
        { job_name: 'pods', ...every, file_sd_configs: [{ files: [targets], refresh_interval: '1s' }] },
        { job_name: 'state', ...every, static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }] },
      ],
    }));
    return PrometheusOnLoopback.over(folder);
  }

  private static async over(folder: string, more: readonly string[] = []): Promise<PrometheusOnLoopback> {
    const port = await freePort();
    const server = spawn('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`, '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`, '--log.level=error', ...more,
    ], { stdio: 'ignore' });
    const prometheus = new PrometheusOnLoopback(folder, port, server);
    await prometheus.untilReady();
    return prometheus;
  }

  private constructor(private readonly folder: string, public readonly port: number, private readonly server: ChildProcess) {}

  /** The value of an expression at many instants, in equal steps. */
  public async queryRange(query: string, start: number, end: number, step: number): Promise<AnsweredSeries[]> {
    const response = await fetch(`${this.address}/api/v1/query_range`, {
      method: 'POST', body: new URLSearchParams({ query, start: String(start), end: String(end), step: String(step) }),
    });
    const answer = await response.json() as { status: string; error?: string; data: { resultType: string; result: AnsweredSeries[] } };
    if (answer.status !== 'success') throw new Error(`${query}: ${answer.error}`);
    return answer.data.result;
  }

  /** The major version of the server. */
  public async major(): Promise<2 | 3> {
    const { data } = await (await fetch(`${this.address}/api/v1/status/buildinfo`)).json() as { data: { version: string } };
    return data.version.startsWith('2.') ? 2 : 3;
  }

  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  public get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private async untilReady(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const ready = await fetch(`${this.address}/-/ready`).then(({ ok }) => ok, () => false);
      if (ready) return;
      if (this.server.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('prometheus does not become ready');
  }
}

function openMetrics(series: readonly RecordedSeries[]): string {
  const lines = series.flatMap(({ labels, samples }) => {
    const selector = [...labels].filter(([name]) => name !== METRIC_NAME).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',');
    return samples.map(([seconds, value]) => `${labels.get(METRIC_NAME)}{${selector}} ${value} ${seconds}`);
  });
  return `${lines.join('\n')}\n# EOF\n`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
