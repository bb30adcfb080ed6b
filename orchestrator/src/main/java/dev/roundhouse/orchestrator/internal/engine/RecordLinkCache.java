package dev.roundhouse.orchestrator.internal.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Lets the JDK forget the records of this class loader. Java 17 keeps the types for which it last
 * linked each method of a record, and with them their class loader, until it links the method for
 * another record.
 */
final class RecordLinkCache {
  private static final Class<?> OTHER = String.class;

  private RecordLinkCache() {}

  /**
   * Links the methods for a type of the JDK's, unless the class loader lives as long as the JVM.
   */
  static void forget() {
    if (RecordLinkCache.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      link("equals", MethodType.methodType(boolean.class, OTHER, Object.class));
      link("hashCode", MethodType.methodType(int.class, OTHER));
      link("toString", MethodType.methodType(String.class, OTHER));
    }
  }

  private static void link(String method, MethodType type) {
    MethodHandle itself = MethodHandles.identity(OTHER);
    try {
      var unused =
          ObjectMethods.bootstrap(MethodHandles.lookup(), method, type, OTHER, "itself", itself);
    } catch (Throwable refused) { // by a JDK that knows records only: then it keeps what it has
      System.getLogger(RecordLinkCache.class.getName())
          .log(System.Logger.Level.DEBUG, "records stay linked", refused);
    }
  }
}
