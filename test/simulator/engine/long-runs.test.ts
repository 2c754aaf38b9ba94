import { beforeLongRuns, countRun } from '../../../lib/simulator/engine/long-runs';
import { type Method } from '../../../lib/simulator/run/run';

const method = (kind: Method['kind'], expectedStages: number, batchSize = 1): Method => ({ kind, expectedStages, batchSize, limit: Infinity, error: '' });

describe('beforeLongRuns', () => {
  const action = jest.fn();

  beforeEach(() => {
    action.mockClear();
    beforeLongRuns(action);
  });

  it('acts before the run with which the process has simulated five million requests', () => {
    countRun(method('requests', 4e6));
    expect(action).not.toHaveBeenCalled();
    countRun(method('requests', 1e6));
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('counts batches, and not the requests in them', () => {
    countRun(method('batches', 1e8, 100));
    expect(action).not.toHaveBeenCalled();
    countRun(method('batches', 1e8, 20));
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('takes no notice of flows', () => {
    countRun(method('flows', 1e9));
    expect(action).not.toHaveBeenCalled();
  });

  it('acts once', () => {
    countRun(method('requests', 1e7));
    countRun(method('requests', 1e7));
    expect(action).toHaveBeenCalledTimes(1);
  });
});
