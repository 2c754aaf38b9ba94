import { Size } from 'cdk8s';
import { sizeQuantity } from '../../lib/kube/size-quantity';

test.each([
  [Size.mebibytes(1024), '1Gi'], [Size.mebibytes(1536), '1536Mi'], [Size.kibibytes(3), '3Ki'], [Size.gibibytes(2048), '2Ti'], [Size.pebibyte(1024), '1024Pi'], [Size.mebibytes(0), '0Ki'],
])('%p is written as the api server writes it', (size, written) => {
  expect(sizeQuantity(size)).toBe(written);
});
