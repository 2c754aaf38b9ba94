import { rolloutFreesVolume } from '../../../lib/checks/workload/rollout-frees-volume';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const mounting = (strategy?: object, replicas = 1) => webContainer({}, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }, { replicas, ...(strategy && { strategy }) });
const claim = (...accessModes: string[]) => manifest('v1', 'PersistentVolumeClaim', 'data', { spec: { accessModes } });
const rolling = (maxSurge?: number | string) => ({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, ...(maxSurge !== undefined && { maxSurge }) } });

test.each([[{ type: 'Recreate' }], [rolling(0)], [rolling('0%')]])('compliant: the strategy %j', (strategy) => {
  expect(verdict(rolloutFreesVolume, mounting(strategy), claim('ReadWriteOnce'))).toEqual([]);
});

test('compliant: a volume that several nodes can mount, a claim that was not seen, no replica', () => {
  expect(verdict(rolloutFreesVolume, mounting(), claim('ReadWriteOnce', 'ReadWriteMany'))).toEqual([]);
  expect(verdict(rolloutFreesVolume, mounting(), claim('ReadOnlyMany'))).toEqual([]);
  expect(verdict(rolloutFreesVolume, mounting())).toEqual([]);
  expect(verdict(rolloutFreesVolume, mounting(undefined, 0), claim('ReadWriteOnce'))).toEqual([]);
});

test.each([[undefined, '25%'], [rolling(), '25%'], [rolling(1), '1'], [rolling('50%'), '50%']])('non-compliant: the strategy %j surges', (strategy, surge) => {
  expect(verdict(rolloutFreesVolume, mounting(strategy), claim('ReadWriteOnce'))).toEqual([
    `maxSurge is ${surge} with the claim data (ReadWriteOnce): a new pod waits for the volume of the old one; set strategy Recreate, or maxSurge 0 and maxUnavailable 1`,
  ]);
});

test('non-compliant: a volume of one pod', () => {
  expect(verdict(rolloutFreesVolume, mounting(), claim('ReadWriteOncePod'))).toHaveLength(1);
});
