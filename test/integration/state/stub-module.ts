import { createServer } from 'http';
import { RespClient } from './resp-client';

// a module that tracks state: it answers each turn with the whole conversation, of which it keeps nothing itself
async function main(): Promise<void> {
  const { port } = new URL(process.env.SESSION_STORE_URL!);
  const store = await RespClient.connect(Number(port), process.env.SESSION_STORE_PASSWORD!);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://stub');
    const conversation = `conversation:${url.searchParams.get('id')}`;
    await store.send('RPUSH', conversation, url.searchParams.get('say')!);
    response.end(JSON.stringify(await store.send('LRANGE', conversation, 0, -1)));
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as { port: number }).port}\n`));
}

void main();
