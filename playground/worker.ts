import { judge, type Judgement } from './judge';
import { type State } from './state';

/** Message of the worker to the page. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly judgement: Judgement }
  | { readonly kind: 'failed'; readonly message: string };

const scope = self as unknown as { postMessage(message: WorkerMessage): void; onmessage: ((event: MessageEvent<State>) => void) | null };

scope.onmessage = ({ data }) => {
  judge(data, (share) => scope.postMessage({ kind: 'progress', share }))
    .then((judgement) => scope.postMessage({ kind: 'done', judgement }))
    .catch((error: unknown) => scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }));
};
