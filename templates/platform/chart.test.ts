import { App, Testing } from 'cdk8s';
import { loadWorld, simulate } from 'cdk8s-kotaemon/simulator';
import 'cdk8s-kotaemon/simulator/jest';
import { join } from 'node:path';
import { MyPlatformChart } from './chart';
import { type Environment, PRODUCTION, STAGING } from './environments';

const manifestsOf = (environment: Environment) => Testing.synth(new MyPlatformChart(new App(), 'my-platform', environment));

test('environments have the same objects', () => {
  const names = (environment: Environment) => manifestsOf(environment).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names(STAGING)).toEqual(names(PRODUCTION));
});

test('an application that goes beyond the limits is not synthesized', () => {
  const { maxReplicas = Infinity } = PRODUCTION.guardrails;
  expect(() => manifestsOf({ ...PRODUCTION, retriever: { maxReplicas: maxReplicas + 1 } })).toThrow(`may have ${maxReplicas + 1} replicas, and the guardrail allows ${maxReplicas}`);
});

test('users are served through a Monday morning, and no request is lost', async () => {
  const run = simulate(await loadWorld({ manifests: manifestsOf(PRODUCTION), scenario: join(__dirname, 'scenario.yaml') }));
  expect(run).toHoldSlo();
  expect(run).toLoseNoRequest();
  // With replicas to spare: at its most, the policy would say nothing about a larger peak.
  expect(run).toMeet(`retriever:peak-replicas < ${PRODUCTION.retriever.maxReplicas}, flaps <= 6/h`);
});
