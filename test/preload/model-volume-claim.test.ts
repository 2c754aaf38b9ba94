import { Size, Testing } from 'cdk8s';
import { ModelCache, ModelVolumeClaim } from '../../lib';
import { one } from '../support/charts';
import { preloadIn } from './support';

test('a claim that many nodes can mount', () => {
  const chart = Testing.chart();
  const { name } = new ModelVolumeClaim(chart, 'models', { storageClassName: 'efs', capacity: Size.gibibytes(100) });
  preloadIn(chart, { cache: ModelCache.persistentVolumeClaim(name) });
  expect(one(chart, 'PersistentVolumeClaim')).toMatchObject({
    metadata: { name: 'models' }, spec: { accessModes: ['ReadWriteMany'], storageClassName: 'efs', resources: { requests: { storage: '100Gi' } } },
  });
});

test.each([
  [{ name: 'A', storageClassName: 'efs' }, "PersistentVolumeClaim name 'A'"],
  [{ storageClassName: 'A' }, "StorageClass name 'A'"],
])('%j is refused', (props, message) => {
  expect(() => new ModelVolumeClaim(Testing.chart(), 'models', { capacity: Size.gibibytes(1), ...props })).toThrow(message);
});
