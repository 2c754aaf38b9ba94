type Method = (...args: any[]) => any;
type Class = new (...args: any[]) => any;
/** Returns the result of a call, given the method that is overridden, bound to its object. */
export type Override = (original: Method, ...args: any[]) => any;

const OVERRIDES = new WeakMap<object, Map<string, Override>>();
/**
 * Subclasses that dispatch to overrides, by base class and method: one for all objects of a class, so that these keep
 * one shape.
 */
const SUBCLASSES = new WeakMap<object, Map<string, Class>>();

/**
 * Overrides a method of one object, in every jsii language.
 *
 * The jsii kernel, through which Python, Java, Go and C# call, looks a method up on the prototype of an object's
 * constructor before it looks at the object. So the object gets a class of its own, whose prototype holds the override.
 * A method that the object itself has is overridden as well, unless it is fixed, as the kernel fixes the override of a
 * subclass in Python: that calls the prototype's as its super method.
 *
 * A later override sees the earlier one as the original.
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
