import { Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { KotaemonModule, ModuleRole } from '../../lib';

/** An application, which knows nothing of the limits that it is written under. */
export class SearchChart extends Chart {
  public readonly retriever: KotaemonModule;
  public readonly generator: KotaemonModule;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'search', labels: { team: 'search', 'cost-center': '4711' } });
    this.generator = new KotaemonModule(this, 'generator', {
      image: 'registry.example.com/search/generator:3.1.0',
      port: 8000,
      role: ModuleRole.GENERATION,
      resources: { extended: { 'nvidia.com/gpu': 1 } },
    });
    this.retriever = new KotaemonModule(this, 'retriever', {
      image: 'registry.example.com/search/retriever:1.4.2',
      port: 8080,
      role: ModuleRole.RETRIEVAL,
      scaling: { minReplicas: 2, maxReplicas: 20 },
    });
    this.retriever.connectTo(this.generator);
  }
}
