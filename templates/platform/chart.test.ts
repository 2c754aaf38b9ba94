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
  expect(() => manifestsOf({ ...PRODUCTION, retriever: { maxReplicas: 21 } })).toThrow('may come to 21 replicas, 20 are allowed');
});

test('users are served through a Monday morning, and no request is lost', async () => {
  const run = simulate(await loadWorld({ manifests: manifestsOf(PRODUCTION), scenario: join(__dirname, 'scenario.yaml') }));
  expect(run).toHoldSlo();
  expect(run).toLoseNoRequest();
  expect(run).toMeet('retriever:peak-replicas < 20, flaps <= 6/h');
});
