import { type ApiClient, resourcePath } from './api-client';

const SAMPLE_PERIOD = 100;

/** Looks at a Deployment every 100 ms, and at every change of it, for the fewest replicas that it asks for and has. */
export class ReplicaWatch {
  public static async start(client: ApiClient, namespace: string, name: string): Promise<ReplicaWatch> {
    const watch = new ReplicaWatch();
    const path = resourcePath('apps/v1', 'deployments', namespace);
    const see = ({ spec, status }: Record<string, any>) => watch.see(spec.replicas, status.availableReplicas ?? 0);
    const { metadata } = await client.get(`${path}/${name}`);
    const end = await client.watch(path, ({ object }) => see(object), metadata.resourceVersion);
    const timer = setInterval(() => {
      void client.get(`${path}/${name}`).then((object) => {
        watch.samples++;
        see(object);
      });
    }, SAMPLE_PERIOD);
    watch.stop = () => {
      clearInterval(timer);
      end();
    };
    return watch;
  }

  public readonly fewest = { asked: Infinity, available: Infinity };
  public samples = 0;
  public stop: () => void = () => undefined;

  private see(asked: number, available: number): void {
    this.fewest.asked = Math.min(this.fewest.asked, asked);
    this.fewest.available = Math.min(this.fewest.available, available);
  }
}
