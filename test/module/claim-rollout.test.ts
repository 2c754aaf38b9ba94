import { ApiObject, App, Chart } from 'cdk8s';
import { Size } from 'cdk8s';
import { type KotaemonModuleProps, ModelSource, PodCount, PodVolume } from '../../lib';
import { findingsOf, one } from '../support/charts';
import { moduleIn } from './support';

type Json = Record<string, any>;

function strategyOf(accessModes: string[], props: Partial<KotaemonModuleProps> = {}, claimFirst = true): Json {
  const chart = new Chart(new App(), 'test', { namespace: 'rag' });
  const claim = (): void => {
    new ApiObject(chart, 'claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'index' }, spec: { accessModes } });
  };
  if (claimFirst) claim();
  moduleIn(chart, { mounts: [{ volume: PodVolume.claim('index', 'index'), path: '/index' }], ...props });
  if (!claimFirst) claim();
  expect(findingsOf(chart).filter((finding) => /KSC141/.test(finding))).toEqual([]);
  return one(chart, 'Deployment').spec.strategy;
}

test.each([['ReadWriteOnce'], ['ReadWriteOncePod']])('a claim with %s is released before the next pod mounts it, in any order of creation', (mode) => {
  for (const claimFirst of [true, false]) {
    expect(strategyOf([mode], {}, claimFirst)).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
    expect(strategyOf([mode], { replicas: 1 }, claimFirst)).toEqual({ type: 'Recreate' });
  }
});

test('a model on such a claim counts as well', () => {
  const preload = { source: ModelSource.existing(PodVolume.claim('models', 'index')), size: Size.gibibytes(1) };
  expect(strategyOf(['ReadWriteOnce'], { mounts: [], preload })).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
});

test('a claim that several nodes can mount keeps the surge', () => {
  expect(strategyOf(['ReadWriteMany'])).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } });
});

test('an explicit rollout strategy is kept', () => {
  expect(strategyOf(['ReadWriteMany'], { rollout: { surge: PodCount.absolute(2) } }).rollingUpdate.maxSurge).toBe(2);
  expect(strategyOf(['ReadWriteOnce'], { rollout: { recreate: true } })).toEqual({ type: 'Recreate' });
});
