import { beforeLongRuns, beginRun } from '../../../lib/simulator/engine/long-runs';
import { type Method } from '../../../lib/simulator/run/run';

const method = (kind: Method['kind'], expectedStages: number, batchSize = 1): Method => ({ kind, expectedStages, batchSize, limit: Infinity, error: '' });

describe('beforeLongRuns', () => {
  const action = jest.fn();

  beforeEach(() => {
    action.mockClear();
    beforeLongRuns(action);
  });

  it('runs before two million requests, and not before fewer', () => {
    beginRun(method('requests', 1.9e6));
    beginRun(method('requests', 1.9e6));
    expect(action).not.toHaveBeenCalled();
    beginRun(method('requests', 2e6));
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('counts batches, and not the requests in them', () => {
    beginRun(method('batches', 1e8, 100));
    expect(action).not.toHaveBeenCalled();
    beginRun(method('batches', 1e8, 20));
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('ignores method flows', () => {
    beginRun(method('flows', 1e9));
    expect(action).not.toHaveBeenCalled();
  });

  it('runs once', () => {
    beginRun(method('requests', 1e7));
    beginRun(method('requests', 1e7));
    expect(action).toHaveBeenCalledTimes(1);
  });
});
