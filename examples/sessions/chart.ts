import { Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { ExternalEndpoint, KotaemonModule, ModuleRole, ValkeySessionStore } from '../../lib';

/** A chat agent that keeps its conversations in a store, so that any of its pods can go on with any of them. */
export class SessionsChart extends Chart {
  public readonly agent: KotaemonModule;
  public readonly sessions: ValkeySessionStore;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'ai-services' });
    this.sessions = new ValkeySessionStore(this, 'sessions');
    this.agent = new KotaemonModule(this, 'agent', {
      image: 'registry.example.com/rag/agent:2.0.1',
      port: 8080,
      role: ModuleRole.STATE_TRACKING,
    });
    this.agent.connectTo(this.sessions);
    this.agent.connectTo(ExternalEndpoint.of('api.openai.com'));
  }
}
