import { work, type WorkerMessage } from '../../../lib/studies/sweep/worker';
import { type World } from '../../../lib/simulator/world/world';
import { hpa, worldOf } from '../../scenario/worlds';

function messagesOf(world: World, keepRun: boolean): WorkerMessage[] {
  const messages: WorkerMessage[] = [];
  work({ world, keepRun }, (message) => messages.push(structuredClone(message)));
  return messages;
}

test('a worker reports progress and ends with the result', () => {
  const messages = messagesOf(worldOf([hpa('web')]), true);
  expect(messages.slice(0, -1).every(({ kind }) => kind === 'progress')).toBe(true);
  expect(messages[messages.length - 1]).toMatchObject({ kind: 'result', summary: { seed: 1 }, run: { requestStages: 1200 } });
});

test('a run that is not requested stays in its thread', () => {
  expect(messagesOf(worldOf([hpa('web')]), false).pop()).not.toHaveProperty('run');
});

test('an error becomes a message that marks user errors', () => {
  const world = worldOf([hpa('web')]);
  const cycle = { ...world, flows: [{ ...world.flows[0], stages: [...world.flows[0].stages, ...world.flows[0].stages] }] };
  expect(messagesOf(cycle, false)).toEqual([{ kind: 'error', user: true, message: expect.stringContaining('form a cycle'), stack: expect.any(String) }]);
  expect(messagesOf({ ...world, workloads: undefined } as never, false)).toEqual([expect.objectContaining({ kind: 'error', user: false })]);
});
