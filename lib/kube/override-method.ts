type Method = (...args: any[]) => any;
type Class = new (...args: any[]) => any;
/** Returns the result of a call. Receives the overridden method, bound to its object. */
export type Override = (original: Method, ...args: any[]) => any;

const OVERRIDES = new WeakMap<object, Map<string, Override>>();
/**
 * Subclasses that dispatch to overrides, by base class and method. All objects of a class share one subclass, so that
 * they keep the same shape.
 */
const SUBCLASSES = new WeakMap<object, Map<string, Class>>();

/**
 * Overrides a method of one object, in all jsii languages.
 *
 * The jsii kernel, which Python, Java, Go and C# call, looks up a method on the prototype of an object's constructor
 * before it looks at the object. Therefore the object receives its own class, whose prototype has the override.
 *
 * A method of the object itself is overridden too, unless it is not configurable. The kernel defines such methods for
 * overrides of a subclass in Python, which call the prototype's method as super.
 *
 * A later override receives the earlier one as the original method.
 */
export function overrideMethod(object: object, name: string, override: Override): void {
  const overrides = OVERRIDES.get(object) ?? new Map<string, Override>();
  OVERRIDES.set(object, overrides);
  const earlier = overrides.get(name);
  if (earlier) {
    overrides.set(name, (original, ...args) => override((...passed) => earlier(original, ...passed), ...args));
    return;
  }
  overrides.set(name, override);
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.setPrototypeOf(object, subclassOf(object.constructor as Class, name).prototype);
  if (own?.configurable && typeof own.value === 'function') {
    const original = own.value.bind(object);
    Object.defineProperty(object, name, { ...own, value: (...args: any[]) => override(original, ...args) });
  }
}

function subclassOf(base: Class, name: string): Class {
  const known = SUBCLASSES.get(base) ?? new Map<string, Class>();
  SUBCLASSES.set(base, known);
  const subclass = known.get(name) ?? dispatching(base, name);
  known.set(name, subclass);
  return subclass;
}

function dispatching(base: Class, name: string): Class {
  const subclass = class extends base {};
  Object.defineProperty(subclass, 'name', { value: base.name });
  Object.defineProperty(subclass.prototype, name, {
    configurable: true,
    writable: true,
    value: function (this: object, ...args: any[]): any {
      const original = base.prototype[name].bind(this);
      const override = OVERRIDES.get(this)?.get(name);
      return override ? override(original, ...args) : original(...args);
    },
  });
  return subclass;
}
