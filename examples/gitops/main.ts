import { App, YamlOutputType } from 'cdk8s';
import { join } from 'node:path';
import { GitOpsChart } from './chart';

const outdir = process.env.CDK8S_OUTDIR ?? 'dist';

/** The same objects twice, to choose from: a file for the chart, or a file for each object. */
for (const [folder, yamlOutputType] of [['by-chart', YamlOutputType.FILE_PER_CHART], ['by-object', YamlOutputType.FILE_PER_RESOURCE]] as const) {
  const app = new App({ outdir: join(outdir, folder), yamlOutputType });
  new GitOpsChart(app, 'gitops');
  app.synth();
}
