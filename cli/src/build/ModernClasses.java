import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Run by the build on the packaged program: copies a jar, with its classes in a form that starts
 * fast.
 *
 * <ul>
 *   <li>Classes in the format of Java 5 get the format of Java 8, with the frames that it demands.
 *       The JVM keeps no class of the old format in its archive, and verifies it by a slow method at
 *       every start; picocli's classes are such.
 *   <li>Strings are joined, and records compared, by plain code: what javac makes of {@code +} and of
 *       records has the JVM write classes at first use, which no archive of Java 17 keeps.
 * </ul>
 *
 * <p>The copy takes its place in one step: a program that runs from the old jar keeps it.
 */
final class ModernClasses {
  private static final int FIRST_WITH_FRAMES = 50;

  private ModernClasses() {}

  /** Copies the jar named first to the one named second. */
  public static void main(String... args) throws IOException {
    Path from = Path.of(args[0]);
    Path to = Path.of(args[1]);
    Path copy = to.resolveSibling(to.getFileName() + ".new");
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {from.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        ZipFile in = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (Enumeration<? extends ZipEntry> all = in.entries(); all.hasMoreElements(); ) {
        ZipEntry each = all.nextElement();
        ZipEntry written = new ZipEntry(each.getName());
        written.setTimeLocal(each.getTimeLocal());
        out.putNextEntry(written);
        out.write(content(in, each, loader));
      }
    }
    Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] content(ZipFile in, ZipEntry entry, ClassLoader loader)
      throws IOException {
    try (InputStream stream = in.getInputStream(entry)) {
      byte[] content = stream.readAllBytes();
      return entry.getName().endsWith(".class") ? modern(content, loader) : content;
    }
  }

  private static int version(byte[] content) {
    return ((content[6] & 0xff) << 8) | (content[7] & 0xff);
  }

  private static byte[] modern(byte[] content, ClassLoader loader) {
    boolean isOld = version(content) < FIRST_WITH_FRAMES;
    ClassReader reader = new ClassReader(content);
    ClassWriter writer =
        new ClassWriter(isOld ? ClassWriter.COMPUTE_FRAMES : 0) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    PlainCode plain = new PlainCode(writer, isOld);
    reader.accept(plain, isOld ? ClassReader.SKIP_FRAMES : 0);
    return isOld || plain.found() ? writer.toByteArray() : content;
  }

  /** How one place joins strings. */
  private record Join(String recipe, List<Object> constants, String descriptor) {}

  /** Replaces joins and the comparisons of records by calls of methods that it adds. */
  private static final class PlainCode extends ClassVisitor {
    private static final char ARGUMENT = '\1';
    private static final char CONSTANT = '\2';
    private static final String BUILDER = "java/lang/StringBuilder";

    private final Map<Join, String> joins = new LinkedHashMap<>();
    private final Map<String, List<Handle>> comparisons = new LinkedHashMap<>();
    private final boolean isOld;
    private String owner = "";
    private boolean isInterface;

    PlainCode(ClassVisitor next, boolean isOld) {
      super(Opcodes.ASM9, next);
      this.isOld = isOld;
    }

    boolean found() {
      return !joins.isEmpty() || !comparisons.isEmpty();
    }

    @Override
    public void visit(
        int version, int access, String name, String of, String parent, String[] faces) {
      owner = name;
      isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(isOld ? Opcodes.V1_8 : version, access, name, of, parent, faces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String of, String[] thrown) {
      return new MethodVisitor(
          Opcodes.ASM9, super.visitMethod(access, name, type, of, thrown)) {
        @Override
        public void visitInvokeDynamicInsn(
            String called, String descriptor, Handle linker, Object... given) {
          String method = "";
          if (linker.getOwner().equals("java/lang/invoke/StringConcatFactory")) {
            method = join(called, descriptor, given);
          } else if (linker.getOwner().equals("java/lang/runtime/ObjectMethods")
              && !called.equals("toString")) {
            method = "record$" + called;
            comparisons.put(called, fields(given));
          }
          if (method.isEmpty()) {
            super.visitInvokeDynamicInsn(called, descriptor, linker, given);
          } else {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, isInterface);
          }
        }
      };
    }

    private static List<Handle> fields(Object... given) {
      return Arrays.stream(given)
          .filter(Handle.class::isInstance)
          .map(Handle.class::cast)
          .toList();
    }

    private String join(String called, String descriptor, Object... given) {
      List<Object> all = Arrays.asList(given);
      Join join =
          called.equals("makeConcat")
              ? new Join(
                  String.valueOf(ARGUMENT).repeat(Type.getArgumentTypes(descriptor).length),
                  List.of(),
                  descriptor)
              : new Join((String) given[0], all.subList(1, all.size()), descriptor);
      return joins.computeIfAbsent(join, each -> "join$" + joins.size());
    }

    @Override
    public void visitEnd() {
      joins.forEach(this::add);
      comparisons.forEach(this::addComparison);
      super.visitEnd();
    }

    private void addComparison(String name, List<Handle> fields) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      boolean isHash = name.equals("hashCode");
      String descriptor = "(L" + owner + (isHash ? ";)I" : ";Ljava/lang/Object;)Z");
      MethodVisitor code = super.visitMethod(access, "record$" + name, descriptor, null, null);
      code.visitCode();
      RecordBody body = new RecordBody(code, owner, fields);
      if (isHash) {
        body.hash();
      } else {
        body.compare();
      }
      code.visitMaxs(5, 2);
      code.visitEnd();
    }

    private void add(Join join, String name) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      MethodVisitor code = super.visitMethod(access, name, join.descriptor(), null, null);
      code.visitCode();
      code.visitTypeInsn(Opcodes.NEW, BUILDER);
      code.visitInsn(Opcodes.DUP);
      code.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILDER, "<init>", "()V", false);
      int local = new Body(code, join).append();
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false);
      code.visitInsn(Opcodes.ARETURN);
      code.visitMaxs(4, local);
      code.visitEnd();
    }

    /** The appending of one join's parts. */
    private record Body(MethodVisitor code, Join join) {
      /** Appends all parts and returns the number of local variables. */
      int append() {
        Type[] types = Type.getArgumentTypes(join.descriptor());
        StringBuilder words = new StringBuilder();
        int argument = 0;
        int constant = 0;
        int local = 0;
        for (char each : join.recipe().toCharArray()) {
          if (each == CONSTANT) {
            words.append(join.constants().get(constant++)); // constants are strings and numbers
          } else if (each != ARGUMENT) {
            words.append(each);
          } else {
            appendWords(words);
            Type type = types[argument++];
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            local += type.getSize();
            call(accepted(type));
          }
        }
        appendWords(words);
        return local;
      }

      private void appendWords(StringBuilder words) {
        if (words.length() > 0) {
          code.visitLdcInsn(words.toString());
          call("Ljava/lang/String;");
          words.setLength(0);
        }
      }

      private void call(String type) {
        code.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, BUILDER, "append", "(" + type + ")L" + BUILDER + ";", false);
      }

      /** Returns the type of the builder's method that takes a value of {@code type}. */
      private static String accepted(Type type) {
        String descriptor = type.getDescriptor();
        if (type.getSort() == Type.BYTE || type.getSort() == Type.SHORT) {
          return "I";
        }
        boolean isOther = type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
        return isOther && !descriptor.equals("Ljava/lang/String;")
            ? "Ljava/lang/Object;"
            : descriptor;
      }
    }
  }

  /** The code of a record's comparison or hash; as specified by {@code ObjectMethods}. */
  private record RecordBody(MethodVisitor code, String owner, List<Handle> fields) {
    void hash() {
      code.visitInsn(Opcodes.ICONST_0);
      for (Handle each : fields) {
        Type type = Type.getType(each.getDesc());
        code.visitIntInsn(Opcodes.BIPUSH, 31);
        code.visitInsn(Opcodes.IMUL);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        get(each);
        String of = isReference(type) ? "Ljava/lang/Object;" : type.getDescriptor();
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, methods(type), "hashCode", "(" + of + ")I", false);
        code.visitInsn(Opcodes.IADD);
      }
      code.visitInsn(Opcodes.IRETURN);
    }

    void compare() {
      Label isOther = new Label();
      Label differs = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitJumpInsn(Opcodes.IF_ACMPNE, isOther);
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IRETURN);
      code.visitLabel(isOther);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
      code.visitJumpInsn(Opcodes.IFEQ, differs);
      for (Handle each : fields) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        get(each);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, owner);
        get(each);
        jumpUnlessEqual(Type.getType(each.getDesc()), differs);
      }
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IRETURN);
      code.visitLabel(differs);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      code.visitInsn(Opcodes.ICONST_0);
      code.visitInsn(Opcodes.IRETURN);
    }

    private void jumpUnlessEqual(Type type, Label differs) {
      if (isReference(type)) {
        String takes = "(Ljava/lang/Object;Ljava/lang/Object;)Z";
        code.visitMethodInsn(Opcodes.INVOKESTATIC, methods(type), "equals", takes, false);
        code.visitJumpInsn(Opcodes.IFEQ, differs);
      } else {
        String takes = "(" + type.getDescriptor().repeat(2) + ")I";
        code.visitMethodInsn(Opcodes.INVOKESTATIC, methods(type), "compare", takes, false);
        code.visitJumpInsn(Opcodes.IFNE, differs);
      }
    }

    private void get(Handle field) {
      code.visitFieldInsn(Opcodes.GETFIELD, owner, field.getName(), field.getDesc());
    }

    private static boolean isReference(Type type) {
      return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    }

    /** Returns the class whose static methods compare and hash values of {@code type}. */
    private static String methods(Type type) {
      return switch (type.getSort()) {
        case Type.BOOLEAN -> "java/lang/Boolean";
        case Type.CHAR -> "java/lang/Character";
        case Type.BYTE -> "java/lang/Byte";
        case Type.SHORT -> "java/lang/Short";
        case Type.INT -> "java/lang/Integer";
        case Type.LONG -> "java/lang/Long";
        case Type.FLOAT -> "java/lang/Float";
        case Type.DOUBLE -> "java/lang/Double";
        default -> "java/util/Objects";
      };
    }
  }
}
