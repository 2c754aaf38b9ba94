import { Chart } from 'cdk8s';
import { KotaemonModule, ModuleRole } from 'cdk8s-kotaemon';
import { type Construct } from 'constructs';
import { policy } from './policy';

/** One autoscaled service. */
export class MyRagChart extends Chart {
  public readonly service: KotaemonModule;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'my-rag' });
    this.service = new KotaemonModule(this, 'my-rag', {
      image: 'registry.example.com/my-rag:1.0.0',
      port: 8080,
      role: ModuleRole.RETRIEVAL,
      scaling: policy,
    });
    this.service.allowFrom({ namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } });
  }
}
