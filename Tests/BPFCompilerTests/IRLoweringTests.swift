import BPFCompiler
import Testing

struct IRLoweringTests {
    @Test(arguments: [
        "define void @stub() {", "define hidden void @stub() {",
        "define weak_odr hidden void @stub() {", "define linkonce_odr protected void @stub() {",
        "define private void @stub() {",
        "define internal void @stub() {", "define dso_local void @stub() {",
        "define swiftcc void @stub() {", "define hidden swiftcc void @stub() {",
    ])
    func `a function outside the program's section becomes internal`(line: String) {
        #expect(IRLowering.lower(line) == "define internal void @stub() {")
    }

    @Test func `a program keeps its linkage and loses Swift's calling convention`() {
        let line = #"define swiftcc i32 @apus_forward(ptr %0) #1 section "xdp" {"#
        let lowered = #"define i32 @apus_forward(ptr %0) #1 section "xdp" {"#
        #expect(IRLowering.lower(line) == lowered)
    }

    @Test func `calls lose Swift's calling convention and its parameters`() {
        #expect(
            IRLowering.lower("  %1 = call swiftcc i32 @f(ptr swiftself %0, i32 1)")
                == "  %1 = call i32 @f(ptr %0, i32 1)"
        )
    }

    @Test func `what names another target goes`() {
        let text = """
            target datalayout = "e-m:e-p:64:64"
            target triple = "riscv64-none-none-eabi"
            @llvm.used = appending global [1 x ptr] [ptr @f], section "llvm.metadata"
            @llvm.compiler.used = appending global [1 x ptr] [ptr @f]
            @kept = global i32 1
            """
        #expect(IRLowering.lower(text) == "@kept = global i32 1")
    }

    @Test func `attributes of the other target go, the others stay`() {
        let line =
            #"attributes #0 = { nounwind ssp sspreq sspstrong "frame-pointer"="all" "#
            + #""target-cpu"="generic-rv64" "target-features"="+m,+a" "#
            + #""stack-protector-buffer-size"="8" "no-trapping-math"="true" }"#
        let lowered = IRLowering.lower(line)
        let words = lowered.split(separator: " ").joined(separator: " ")
        #expect(words == #"attributes #0 = { nounwind "no-trapping-math"="true" }"#)
    }

    @Test func `a name that contains an attribute's name stays`() {
        let line = "attributes #0 = { nossp_custom }"
        #expect(IRLowering.lower(line) == line)
    }

    @Test func `other lines stay as they are, empty ones and the last newline included`() {
        let text = "; a comment\n\n  ret i32 2\n}\n\ndeclare i32 @g(i32)\n"
        #expect(IRLowering.lower(text) == text)
        #expect(IRLowering.lower("") == "")
    }

    @Test func `lowering twice changes no more than lowering once`() {
        let text = """
            target triple = "riscv64"
            define hidden swiftcc void @f() #0 {
              ret void
            }
            attributes #0 = { ssp "target-cpu"="generic" }
            """
        let once = IRLowering.lower(text)
        #expect(IRLowering.lower(once) == once)
    }
}
