import { App, Chart } from 'cdk8s';

/** One process of the measurement: `app.js <way> <modules>` synthesizes into CDK8S_OUTDIR and prints what it took. */
async function main([way, modules]: readonly string[]): Promise<void> {
  const { addModule }: { addModule(chart: Chart, name: string): void } = await import(`./${way}.js`);
  const start = process.cpuUsage();
  const app = new App();
  const chart = new Chart(app, 'bench', { namespace: 'rag' });
  for (let i = 0; i < Number(modules); i++) addModule(chart, `module-${i}`);
  app.synth();
  const [synth, whole] = [process.cpuUsage(start), process.cpuUsage()].map(({ user, system }) => (user + system) / 1000);
  process.stdout.write(JSON.stringify({ whole, synth, peakMB: process.resourceUsage().maxRSS / 1000 }));
}

void main(process.argv.slice(2));
