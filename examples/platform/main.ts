import { App } from 'cdk8s';
import { join } from 'node:path';
import { AssistantChart } from './chart';
import { ENVIRONMENTS } from './environments';

for (const environment of ENVIRONMENTS) {
  const app = new App({ outdir: join(process.env.CDK8S_OUTDIR ?? 'dist', environment.name) });
  new AssistantChart(app, 'assistant', environment);
  app.synth();
}
