import { checkManifests } from '../../../lib/checks';
import { manifest, webContainer, webHpa } from '../../support/manifests';

const live = (uid: string) => ({ uid });
const pod = { serviceAccountName: 'web', volumes: [{ name: 'a', configMap: { name: 'a' } }, { name: 'b', configMap: { name: 'b' } }] };

test('counts kinds that the kubectl output lacks instead of reporting each reference', () => {
  const { findings, unseenKinds } = checkManifests([webContainer({}, pod, {}, live('1'))]);
  expect(Object.fromEntries(unseenKinds)).toEqual({ ServiceAccount: 1, ConfigMap: 2 });
  expect(findings.filter(({ rule }) => rule.id === 'KSC061')).toEqual([]);
});

test('reports a missing object of a kind that was read', () => {
  const { findings, unseenKinds } = checkManifests([webContainer({}, pod, {}, live('1')), manifest('v1', 'ConfigMap', 'a')]);
  expect(Object.fromEntries(unseenKinds)).toEqual({ ServiceAccount: 1 });
  expect(findings.filter(({ rule }) => rule.id === 'KSC061').map(({ message }) => message)).toEqual(['refers to ConfigMap b, which is not among the manifests; add it, or correct the name']);
});

test('reports each reference in files, and with the whole cluster', () => {
  const referring = webContainer({}, pod);
  expect(checkManifests([referring]).findings.filter(({ rule }) => rule.id === 'KSC061')).toHaveLength(3);
  expect(checkManifests([webContainer({}, pod, {}, live('1'))], { complete: true }).findings.filter(({ rule }) => rule.id === 'KSC061')).toHaveLength(3);
});

test('counts the targets of live autoscalers, too', () => {
  const { findings, unseenKinds } = checkManifests([webHpa({}, 'web', live('1'))]);
  expect(Object.fromEntries(unseenKinds)).toEqual({ Deployment: 1 });
  expect(findings.filter(({ rule }) => rule.id === 'KSC008')).toEqual([]);
});
