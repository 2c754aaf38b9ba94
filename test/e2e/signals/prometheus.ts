import { stringify } from 'yaml';
import { type Json } from '../api-client';
import { freePort, type Throwaway } from '../throwaway';
import { type Exporter } from './exporter';
import { type SignalChain } from './signal-chain';

/** Debian's Prometheus, as the Prometheus Operator would have configured it for PodMonitors. */
export class Prometheus {
  /**
   * It does not run yet: what it is to read may depend on where it is.
   *
   * @param name by which it is known in the folder
   */
  public static async create({ place, exporter }: SignalChain, name = 'prometheus'): Promise<Prometheus> {
    return new Prometheus(place, name, await freePort(), exporter);
  }

  private constructor(private readonly place: Throwaway, private readonly name: string, private readonly port: number, private readonly exporter: Exporter) {}

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it. */
  public async read(podMonitors: readonly Json[]): Promise<void> {
    this.place.write(`${this.name}.yaml`, stringify({ scrape_configs: podMonitors.map((monitor) => this.scrapeConfig(monitor)) }));
    await this.run();
  }

  /** Starts it again after it was stopped, with the samples that it has had. */
  public async run(): Promise<void> {
    const { place, name } = this;
    place.start(name, 'prometheus', [
      `--config.file=${place.path(`${name}.yaml`)}`, `--storage.tsdb.path=${place.path(`${name}-data`)}`, `--web.listen-address=127.0.0.1:${this.port}`, '--log.level=warn',
    ]);
    await place.until(name, async () => (await fetch(`${this.url}/-/ready`)).ok);
  }

  public async stop(): Promise<void> {
    await this.place.stop(this.name);
  }

  private scrapeConfig({ metadata, spec }: Json): Json {
    const [{ interval, scrapeTimeout }] = spec.podMetricsEndpoints;
    return {
      job_name: `${metadata.namespace}/${metadata.name}`,
      scrape_interval: interval,
      scrape_timeout: scrapeTimeout,
      http_sd_configs: [{ url: this.exporter.targetsUrl(metadata.namespace), refresh_interval: '1s' }],
    };
  }
}
