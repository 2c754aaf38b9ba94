import { autoscalerScalesBothWays } from '../../../lib/checks/autoscaling/autoscaler-scales-both-ways';
import { webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: open in both directions', () => {
  expect(verdict(autoscalerScalesBothWays, webHpa({ behavior: { scaleDown: { selectPolicy: 'Min' } } }), webScaledObject())).toEqual([]);
});

test('non-compliant: a direction that is shut', () => {
  const advanced = { horizontalPodAutoscalerConfig: { behavior: { scaleUp: { selectPolicy: 'Disabled' } } } };
  expect(verdict(autoscalerScalesBothWays, webHpa({ behavior: { scaleDown: { selectPolicy: 'Disabled' } } }), webScaledObject({ advanced }))).toEqual([
    'behavior.scaleDown.selectPolicy is Disabled, so that replicas are never removed; limit the rate by policies or a stabilization window instead',
    'behavior.scaleUp.selectPolicy is Disabled, so that replicas are never added; limit the rate by policies or a stabilization window instead',
  ]);
});

test.each([['all', []], ['scaleDown', ['behavior.scaleUp.selectPolicy is Disabled, so that replicas are never added; limit the rate by policies or a stabilization window instead']]])('compliant: a direction that is paused by %s', (paused, rest) => {
  const shut = webHpa({ behavior: { scaleUp: { selectPolicy: 'Disabled' }, scaleDown: { selectPolicy: 'Disabled' } } });
  expect(verdict(autoscalerScalesBothWays, { ...shut, metadata: { ...shut.metadata, annotations: { 'cdk8s-kotaemon/paused': paused } } })).toEqual(rest);
});
