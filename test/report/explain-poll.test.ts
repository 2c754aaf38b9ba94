import { type Poll } from '../../lib/simulator/engine/autoscalers/keda/keda-loop';
import { explainPoll } from '../../lib/report/explain-poll';

const POLL: Poll = {
  seconds: 60, replicas: 0,
  triggers: [
    { name: 'lag', reading: { value: 12, isActive: true } },
    { name: 'rate', reading: { error: 'connection refused' }, fallback: 60 },
  ],
  activity: { isActive: true, isError: false, activeTriggers: ['lag'] },
  decision: { replicas: 1, reason: 'KEDAScaleTargetActivated: Scaled from 0 to 1, triggered by lag', isSignOfLife: true },
};

test('a poll is explained by each trigger and the action of KEDA', () => {
  expect(explainPoll(POLL, '09:01:00')).toEqual([
    ['KEDA', 'polled at 09:01:00, with spec.replicas 0'],
    ['trigger', 'lag: 12, active'],
    ['trigger', 'rate: failed: connection refused; the fallback is in effect with 60'],
    ['decision', '0 → 1; KEDAScaleTargetActivated: Scaled from 0 to 1, triggered by lag'],
  ]);
});

test('explains a formula and a decision to do nothing', () => {
  const decision = { reason: 'ScalerNotActive: quiet', isSignOfLife: false };
  expect(explainPoll({ ...POLL, triggers: [], composite: { value: 3, isActive: false }, decision }, '09:01:00').slice(1)).toEqual([
    ['trigger', 'formula: 3, not active'],
    ['decision', 'left the replicas to the HPA; ScalerNotActive: quiet'],
  ]);
});
