import { withFixedReplicas } from '../../../../lib/simulator/engine/autoscalers/fixed-autoscaler';
import { cpuHpa, workload } from '../../worlds';

describe('withFixedReplicas', () => {
  test('removes the autoscaler', () => {
    expect(withFixedReplicas(workload('api', { autoscaler: cpuHpa(50, 3, 9) }), 4)).toMatchObject({ replicas: 4, autoscaler: { kind: 'fixed', replicas: 4 } });
  });
});
