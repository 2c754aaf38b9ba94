import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { AdviseFleetChart } from './chart';
import { FLEET } from './fleet';

const chart = new AdviseFleetChart(new App(), 'advise-fleet', FLEET);
const manifests = Testing.synth(chart);
const of = (kind: string): any => manifests.find((manifest) => manifest.kind === kind);
const job = of('CronJob').spec.jobTemplate.spec;
const [container] = job.template.spec.containers;

test('each pod of a run advises on its own part, and restarts where it ended', () => {
  expect(job).toMatchObject({ completionMode: 'Indexed', completions: 16, parallelism: 4, backoffLimitPerIndex: 3 });
  expect(container.args.join(' ')).toContain('--shard $(JOB_COMPLETION_INDEX)/16 --work /advice/$(RUN)/$(JOB_COMPLETION_INDEX)');
  expect(container).not.toHaveProperty('command');
});

test('no manifest holds a token, and the pods reach Prometheus and DNS alone', () => {
  expect(JSON.stringify(manifests)).not.toMatch(/secretKeyRef|secretName|bearer/i);
  expect(job.template.spec.automountServiceAccountToken).toBe(false);
  const { egress, ingress, policyTypes } = of('NetworkPolicy').spec;
  expect(policyTypes).toEqual(['Ingress', 'Egress']);
  expect(ingress).toBeUndefined();
  expect(egress.map(({ ports }: any) => ports.map(({ port }: any) => port))).toEqual([[9090], [53, 53]]);
});

test('the checks report nothing', () => {
  expect(findingsOf(chart)).toEqual([]);
});

test('matches the snapshot', () => {
  expect(manifests).toMatchSnapshot();
});
