import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Run by the build on the packaged program: copies a jar, and gives classes in the format of Java 5
 * the format of Java 8, with the frames that it demands. The JVM keeps no class of the old format in
 * its archive, and verifies it by a slow method at every start; picocli's classes are such.
 *
 * <p>The copy takes its place in one step: a program that runs from the old jar keeps it.
 */
final class ModernClasses {
  private static final int FIRST_WITH_FRAMES = 50;

  private ModernClasses() {}

  /** Copies the jar named first to the one named second; the package named third gets the format. */
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
        out.write(content(in, each, args[2] + "/", loader));
      }
    }
    Files.move(
        copy, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] content(ZipFile in, ZipEntry entry, String where, ClassLoader loader)
      throws IOException {
    try (InputStream stream = in.getInputStream(entry)) {
      byte[] content = stream.readAllBytes();
      String name = entry.getName();
      return name.startsWith(where) && name.endsWith(".class") && version(content) < FIRST_WITH_FRAMES
          ? modern(content, loader)
          : content;
    }
  }

  private static int version(byte[] content) {
    return ((content[6] & 0xff) << 8) | (content[7] & 0xff);
  }

  private static byte[] modern(byte[] content, ClassLoader loader) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    ClassVisitor versioned =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version, int access, String name, String of, String parent, String[] faces) {
            super.visit(Opcodes.V1_8, access, name, of, parent, faces);
          }
        };
    new ClassReader(content).accept(versioned, ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
