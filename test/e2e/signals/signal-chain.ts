import { join } from 'node:path';
import { ROOT } from '../../support/imports';
import { ApiClient } from '../api-client';
import { ControlPlane } from '../control-plane';
import { installCustomResources } from '../custom-resources';
import { Throwaway } from '../throwaway';
import { Exporter } from './exporter';

/** A control plane of its own, since a cluster has one server for each metrics API, and what plays the applications. */
export class SignalChain {
  public static async start(name: string): Promise<SignalChain> {
    const [plane, exporter] = await Promise.all([ControlPlane.start(), Exporter.start()]);
    const chain = new SignalChain(name, new Throwaway(name), plane, exporter);
    try {
      await installCustomResources(chain.client);
      return chain;
    } catch (error) {
      await chain.stop();
      throw error;
    }
  }

  public readonly client: ApiClient;
  /** As in 37 for Kubernetes 1.37.0. */
  public readonly minor: number;

  private constructor(
    private readonly name: string, public readonly place: Throwaway, public readonly plane: ControlPlane, public readonly exporter: Exporter,
  ) {
    this.client = new ApiClient(plane.running);
    this.minor = Number(plane.running.version.split('.')[1]);
  }

  public async stop(): Promise<void> {
    this.exporter.stop();
    this.client.close();
    const logs = join(ROOT, '.cache/e2e/logs', this.name);
    this.plane.keepLogs(logs);
    this.place.keepLogs(logs);
    await this.place.end();
    await this.plane.stop();
  }
}
