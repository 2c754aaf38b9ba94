import { valueAt } from '../../values/fields';
import { Quantity } from '../../values/quantity';
import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const LEAST_BYTES = 1 << 20;

export const memoryIsInBytes: Rule = {
  id: 'KSC038',
  title: 'memory quantity is at least one mebibyte',
  topic: 'correctness',
  severity: 'warning',
  reason: '512m of memory is half a byte, and 512 is 512 bytes: the container cannot start, or its request has no effect',
  whatToChange: 'write 512Mi',
  source: 'kubernetes docs, memory resource units',
  *check(manifests) {
    for (const { workload, container, label } of containersOf(manifests)) {
      for (const list of ['requests', 'limits']) {
        const amount = valueAt(container, 'resources', list, 'memory');
        const bytes = amount === undefined ? undefined : Quantity.tryParse(String(amount))?.toNumber();
        if (bytes === undefined || bytes === 0 || bytes >= LEAST_BYTES) continue;
        yield { manifest: workload, message: `resources.${list}.memory of ${label} is ${String(amount)}, less than 1Mi; did you mean ${String(amount).replace(/[a-zA-Z]*$/, 'Mi')}?` };
      }
    }
  },
};
