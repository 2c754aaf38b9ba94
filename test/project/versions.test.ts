import { textOf } from '../support/project-files';

const page = textOf('docs/engines.md') ?? '';

test.each([
  ['vLLM', 'lib/module/presets/vllm.ts', /vllm\/vllm-openai:v([\d.]+)'/],
  ['text-embeddings-inference', 'lib/module/presets/text-embeddings.ts', /text-embeddings-inference:cpu-([\d.]+)'/],
  ['Weaviate', 'lib/stores/vectors/weaviate-vector-store.ts', /semitechnologies\/weaviate:([\d.]+)'/],
  ['Qdrant', 'lib/stores/vectors/qdrant-vector-store.ts', /qdrant\/qdrant:v([\d.]+)@/],
  ['Valkey', 'lib/stores/sessions/images.ts', /valkey\/valkey:([\d.]+)@/],
  ['Redis', 'lib/stores/sessions/images.ts', /library\/redis:([\d.]+)@/],
  ['Cinnamon/kotaemon', 'lib/app/kotaemon-app-props.ts', /cinnamon\/kotaemon:([\d.]+)-full'/],
])('the page on engines names the version of %s that the library does', (name, file, image) => {
  const [, version] = image.exec(textOf(file) ?? '') ?? [];
  expect(version).toBeDefined();
  expect(page).toContain(`| ${name} | ${version} |`);
});
