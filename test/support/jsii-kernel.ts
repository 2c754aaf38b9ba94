import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

type Json = Record<string, any>;
/** Reference to an object that lives in the kernel. */
export type ObjectReference = Json;
/** Method of a subclass in the other language; `superMethod` calls the one that it overrides. */
type Override = (superMethod: () => Promise<unknown>) => Promise<unknown>;

/**
 * Client of the jsii kernel: speaks the protocol of the Python, Java, Go and C# bindings to the process that they
 * start.
 */
export class JsiiKernel {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private readonly overrides = new Map<string, Override>();
  private errors = '';

  constructor(root: string) {
    this.process = spawn(process.execPath, [join(root, 'node_modules/@jsii/runtime/webpack/bin/jsii-runtime.js')], {
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
    });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    createInterface({ input: this.process.stderr }).on('line', (line) => {
      const { stderr = '' } = line.startsWith('{') ? JSON.parse(line) : {};
      this.errors += Buffer.from(stderr, 'base64').toString('utf8');
    });
  }

  /** Output of the loaded packages on stderr. */
  get stderr(): string {
    return this.errors;
  }

  /** Loads a package from its folder, packed as npm would publish it. */
  async load(folder: string): Promise<void> {
    await this.greeted();
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const target = mkdtempSync(join(tmpdir(), 'jsii-kernel-'));
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', folder, '--ignore-scripts', '--json', '--pack-destination', target], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
    await this.request({ api: 'load', name, version, tarball: join(target, filename) });
  }

  /** Creates an object; with overrides, one of a subclass in the other language. */
  async create(fqn: string, args: readonly unknown[], overrides: Readonly<Record<string, Override>> = {}): Promise<ObjectReference> {
    const methods = Object.keys(overrides);
    const object = await this.request({ api: 'create', fqn, args, overrides: methods.map((method) => ({ method, cookie: `${fqn}.${method}` })) });
    methods.forEach((method) => this.overrides.set(`${fqn}.${method}`, overrides[method]));
    return { '$jsii.byref': object['$jsii.byref'] };
  }

  async invoke(objref: ObjectReference, method: string, args: readonly unknown[] = []): Promise<any> {
    return (await this.request({ api: 'invoke', objref, method, args })).result;
  }

  async invokeStatic(fqn: string, method: string, args: readonly unknown[] = []): Promise<any> {
    return (await this.request({ api: 'sinvoke', fqn, method, args })).result;
  }

  async get(objref: ObjectReference, property: string): Promise<any> {
    return (await this.request({ api: 'get', objref, property })).value;
  }

  /** Calls a method as the bindings do: one that the subclass overrides runs there. */
  async call(objref: ObjectReference, fqn: string, method: string): Promise<unknown> {
    const override = this.overrides.get(`${fqn}.${method}`);
    const superMethod = (): Promise<unknown> => this.invoke(objref, method);
    return override ? override(superMethod) : superMethod();
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'close');
    this.process.stdin.end();
    await ended;
  }

  private greeting?: Promise<unknown>;

  private greeted(): Promise<unknown> {
    return this.greeting ??= this.lines.next();
  }

  private async request(request: Json): Promise<Json> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`the jsii kernel ended: ${this.errors}`);
      const response = JSON.parse(value);
      if (response.error !== undefined) throw new Error(response.error);
      if (response.callback === undefined) return response.ok;
      await this.answer(response.callback);
    }
  }

  private async answer({ cbid, cookie, invoke }: Json): Promise<void> {
    const result = await this.overrides.get(cookie)!(() => this.invoke(invoke.objref, invoke.method, invoke.args));
    this.process.stdin.write(`${JSON.stringify({ complete: { cbid, result } })}\n`);
  }
}

/** A struct as the bindings pass it. */
export function struct(fqn: string, data: Json): Json {
  return { '$jsii.struct': { fqn, data } };
}
