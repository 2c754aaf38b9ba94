import { App } from 'cdk8s';
import { join } from 'node:path';
import { MyPlatformChart } from './chart';
import { ENVIRONMENTS } from './environments';

for (const environment of ENVIRONMENTS) {
  const app = new App({ outdir: join(process.env.CDK8S_OUTDIR ?? 'dist', environment.name) });
  new MyPlatformChart(app, 'my-platform', environment);
  app.synth();
}
