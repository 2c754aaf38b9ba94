import { App, Testing } from 'cdk8s';
import { loadWorld, simulate } from 'cdk8s-kotaemon/simulator';
import 'cdk8s-kotaemon/simulator/jest';
import { join } from 'node:path';
import { MyRagChart } from './chart';
import { policy } from './policy';

const manifests = Testing.synth(new MyRagChart(new App(), 'my-rag'));

test('the service is scaled by one autoscaler', () => {
  const autoscalers = manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  expect(autoscalers.map(({ spec }) => spec.scaleTargetRef.name)).toEqual(['my-rag']);
});

test('users are served through a Monday morning, and no request is lost', async () => {
  const run = simulate(await loadWorld({ manifests, scenario: join(__dirname, 'scenario.yaml') }));
  expect(run).toHoldSlo();
  expect(run).toLoseNoRequest();
  // With replicas to spare: at its most, the policy would say nothing about a larger peak.
  expect(run).toMeet(`peak-replicas < ${policy.maxReplicas}, flaps <= 6/h`);
});
