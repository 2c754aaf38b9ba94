import { metricsApiHasOneServer } from '../../../lib/checks/autoscaling/metrics-api-has-one-server';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const rule = "- seriesQuery: 'jobs'\n  name: {as: 'jobs'}\n";
const configMap = (text: string) => manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': text } });

test('compliant: external rules without KEDA, and custom rules beside it', () => {
  expect(verdict(metricsApiHasOneServer, configMap(`externalRules:\n${rule}`))).toEqual([]);
  expect(verdict(metricsApiHasOneServer, configMap(`rules:\n${rule}externalRules: []\n`), webScaledObject())).toEqual([]);
});

test('non-compliant: external rules beside KEDA', () => {
  expect(verdict(metricsApiHasOneServer, configMap(`externalRules:\n${rule}`), webScaledObject())).toEqual([
    'has externalRules for prometheus-adapter, and ScaledObject web-keda needs KEDA to serve that API; make them triggers of KEDA, or custom rules',
  ]);
});
