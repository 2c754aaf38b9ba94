/**
 * The environment that test files run in: Node as it is. Jest gives each file a realm of its own, into which it loads
 * all modules anew; with some six hundred files that takes longer than the tests do. Here the files that a worker runs
 * share a realm, the library, and the packages that it needs. A file must undo what it does to them. Node's own module
 * loader loads them, and is left as it is.
 */
const asyncHooks = require('node:async_hooks');
const { join, sep } = require('node:path');
const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const ROOT = join(__dirname, '../..');
const LIBRARY = join(ROOT, 'lib') + sep;
const PACKAGES = join(ROOT, 'node_modules') + sep;
const FAST_CHECK = join(__dirname, 'fast-check.js');
/** Modules that keep the state of a test file: its tests, matchers, mocks and snapshots. */
const OF_A_FILE = /[\\/]node_modules[\\/](?:@jest[\\/](?:expect|globals|fake-timers|environment)|jest-(?:circus|each|mock|runtime|snapshot)|expect)[\\/]/;

require('ts-node').register({ transpileOnly: true, cwd: ROOT });

function isShared(file) {
  return file.startsWith(LIBRARY) || file === FAST_CHECK || (file.startsWith(PACKAGES) && !OF_A_FILE.test(file));
}

/** The rest is compiled once, and run for each test file. */
const scripts = new Map();

function compiled(code, parameters, filename) {
  let known = scripts.get(filename);
  if (known?.code !== code) {
    const head = `(function (${parameters.join(',')}) {`;
    const options = { filename, columnOffset: -head.length, importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER };
    known = { code, script: new vm.Script(`${head}${code}\n})`, options) };
    scripts.set(filename, known);
  }
  return known.script.runInThisContext();
}

const compileFunction = vm.compileFunction;
vm.compileFunction = (code, parameters = [], options = {}) => {
  const { filename, parsingContext } = options;
  if (parsingContext !== globalThis) return compileFunction(code, parameters, options);
  return isShared(filename) ? (module) => { module.exports = require(filename); } : compiled(code, parameters, filename);
};

/**
 * Jest's runner opens a store for each test file and never closes it, and Node asks every open store at every promise.
 */
const stores = new Set();
asyncHooks.AsyncLocalStorage = class extends asyncHooks.AsyncLocalStorage {
  constructor(...args) {
    super(...args);
    stores.add(this);
  }
};

/** So that a worker which stays, to watch, sees what was changed. */
function forgetLibrary() {
  Object.keys(require.cache).filter((file) => file.startsWith(LIBRARY)).forEach((file) => delete require.cache[file]);
}

module.exports = class {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;

  constructor({ globalConfig, projectConfig }) {
    if (globalConfig.watch || globalConfig.watchAll) forgetLibrary();
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.globals = new Set(Reflect.ownKeys(globalThis));
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    Reflect.ownKeys(globalThis).filter((key) => !this.globals.has(key)).forEach((key) => Reflect.deleteProperty(globalThis, key));
    stores.forEach((store) => store.disable());
    stores.clear();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return globalThis;
  }
};
